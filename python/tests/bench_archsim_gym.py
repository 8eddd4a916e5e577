"""How much the client does in a second: `ARCHSIM_COMMAND="archsim gym serve" python3 bench_archsim_gym.py [windows] [seconds]`.

Prints one JSON object: for each measurement a rate for each window. Measurements take turns, so that a busy moment of the machine
does not hit one of them alone; a first window warms up. `pairs`: a reset and a step, one environment, actions as lists. `batches`: environment
steps in batches of 64 with same-step autoreset, actions as flat doubles.
"""

import array
import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import archsim_gym

_BATCH = 64
_DRAWN = 50


def _pairs(id, **kwargs):
    env = archsim_gym.make(id, **kwargs)
    env.action_space.seed(1)
    actions = [_plain(env.action_space.sample()) for _ in range(_DRAWN)]

    def once():
        for action in actions:
            env.reset()
            env.step(action)
        return _DRAWN

    return once


def _batches(id, **kwargs):
    envs = archsim_gym.make_vec(id, _BATCH, autoreset_mode="same-step", **kwargs)
    envs.single_action_space.seed(1)
    envs.reset(seed=1)
    rows = [array.array("d", (number for action in envs.sample_actions() for number in action)) for _ in range(_DRAWN)]

    def once():
        for row in rows:
            envs.step(row)
        return _DRAWN * _BATCH

    return once


def _plain(action):
    return action.tolist() if hasattr(action, "tolist") else action


def _rate(once, seconds):
    done, began = 0, time.perf_counter()
    while True:
        done += once()
        passed = time.perf_counter() - began
        if passed >= seconds:
            return done / passed


def main(windows=9, seconds=0.5):
    measured = {
        "pairs of zdt1": _pairs("Problem-v0", problem="zdt1"),
        "batches of zdt1": _batches("Problem-v0", problem="zdt1"),
        "batches of FlightLLM-v0": _batches("FlightLLM-v0"),
    }
    rates = {name: [] for name in measured}
    for window in range(windows + 1):
        for name, once in measured.items():
            rate = _rate(once, seconds)
            if window > 0:
                rates[name].append(rate)
    print(json.dumps(rates))


if __name__ == "__main__":
    main(*(kind(word) for kind, word in zip((int, float), sys.argv[1:])))
