"""Evaluates random designs of a problem and keeps the best: the shortest use of an environment.

    python3 plain_loop.py [problem] [steps]
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import archsim_gym


def main(problem="accdse-a", steps=200, seed=1):
    env = archsim_gym.make("Problem-v0", render_mode="ansi", problem=problem)
    env.action_space.seed(seed)
    best, best_reward = None, float("-inf")
    for step in range(steps):
        # Only the first reset has a seed: episodes after it go on with the same random numbers.
        env.reset(seed=seed if step == 0 else None)
        action = env.action_space.sample()
        _, reward, terminated, _, info = env.step(action)
        assert terminated, "a design is evaluated in one step"
        if reward > best_reward:
            best, best_reward = (action, info), reward
    action, info = best
    print(f"best of {steps}: reward {best_reward:.4f}, {info['outcome']}")
    for objective, value in zip(env.objectives, info["objectives"] or []):
        print(f"  {objective['name']}: {value:.6g} {objective.get('unit', '')}".rstrip())
    print("  " + ", ".join(f"{name}={value}" for name, value in env.values(action).items()))
    env.close()
    return best_reward


if __name__ == "__main__":
    main(*sys.argv[1:2], **({"steps": int(sys.argv[2])} if len(sys.argv) > 2 else {}))
