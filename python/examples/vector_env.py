"""Evaluates random designs in batches, and tells how many a second. Needs nothing but the standard library; with numpy it is faster.

    python3 vector_env.py [problem] [batches] [environments]
"""

import array
import os
import random
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import archsim_gym


def main(problem="zdt1", batches=500, count=64, seed=1):
    envs = archsim_gym.make_vec("Problem-v0", count, autoreset_mode="same-step", problem=problem)
    envs.single_action_space.seed(seed)
    envs.reset(seed=seed)
    # Actions are drawn beforehand: the rate is that of the environments.
    drawn = [_rows(envs.sample_actions()) for _ in range(20)]
    best = float("-inf")
    began = time.perf_counter()
    for batch in range(batches):
        _, rewards, terminated, _, infos = envs.step(drawn[batch % len(drawn)])
        best = max(best, max(rewards))
    seconds = time.perf_counter() - began
    assert all(terminated)
    print(f"{batches * count} designs of {problem}, {batches * count / seconds:.0f} a second, best reward {best:.4f}")
    print("metrics of the last batch:", ", ".join(name for name in infos["final_info"]["metrics"] if not name.startswith("_")))
    envs.close()
    return batches * count / seconds


def _rows(actions):
    """Actions of a Box or MultiDiscrete as one row of doubles, which goes fastest."""
    return array.array("d", [number for action in actions for number in action])


if __name__ == "__main__":
    main(*sys.argv[1:2], *map(int, sys.argv[2:4]))
