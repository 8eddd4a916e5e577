"""Searches the front of a problem with Optuna (Debian: python3-optuna): every entry of an action is a parameter of a trial.

    python3 optuna_search.py [problem] [trials] [sampler]
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import archsim_gym


def suggest(trial, entry):
    """A value of one parameter: of the values that the action table lists, or of its range."""
    name = entry["parameter"]
    if "values" in entry:
        return trial.suggest_categorical(name, entry["values"])
    if entry["part"] == "choices":
        return trial.suggest_int(name, entry["low"], entry["high"])
    return trial.suggest_float(name, entry["low"], entry["high"], log=entry["scale"] == "log")


def main(problem="accdse-a", trials=100, sampler="nsga-ii", seed=1):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    env = archsim_gym.make("Problem-v0", problem=problem)

    def objective(trial):
        action = env.action({entry["parameter"]: suggest(trial, entry) for entry in env.action_table})
        env.reset()
        _, _, _, _, info = env.step(action)
        # At most 0 where a limit is kept, as Optuna wants it.
        trial.set_user_attr("violations", info["violations"])
        if info["objectives"] is None:
            raise optuna.TrialPruned(info["reasons"][0])
        return info["objectives"]

    def violations(trial):
        return trial.user_attrs["violations"]

    samplers = {
        "nsga-ii": lambda: optuna.samplers.NSGAIISampler(population_size=20, seed=seed, constraints_func=violations if env.constraints else None),
        "tpe": lambda: optuna.samplers.TPESampler(seed=seed, constraints_func=violations if env.constraints else None),
        "random": lambda: optuna.samplers.RandomSampler(seed=seed),
    }
    study = optuna.create_study(sampler=samplers[sampler](), directions=["minimize" if one["direction"] == "minimise" else "maximize" for one in env.objectives])
    study.optimize(objective, n_trials=trials)
    front = [trial for trial in study.best_trials if not any(violation > 0 for violation in trial.user_attrs["violations"])]
    print(f"{len(front)} designs on the front of {trials}")
    for trial in sorted(front, key=lambda one: one.values)[:10]:
        values = ", ".join(f"{one['name']} {value:.6g}" for one, value in zip(env.objectives, trial.values))
        print(f"  {values}: {trial.params}")
    env.close()
    return len(front)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    main(*arguments[:1], *map(int, arguments[1:2]), *arguments[2:3])
