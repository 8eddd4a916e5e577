"""Checks of the client against a server: `ARCHSIM_COMMAND="archsim gym serve" python3 test_archsim_gym.py`. Without numpy: add `--without-numpy`."""

import array
import contextlib
import io
import json
import os
import random
import shlex
import subprocess
import sys
import unittest
import warnings

folder = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(folder, ".."), os.path.join(folder, "..", "examples")]
if "--without-numpy" in sys.argv:
    sys.argv.remove("--without-numpy")
    sys.modules["numpy"] = None
    sys.modules["gymnasium"] = None

import archsim_gym

#: Designs of all kinds of parameters: some are legal, some break the limit.
mixed = {
    "kind": "problem", "name": "mixed",
    "variables": [
        {"name": "size", "type": "real", "low": 1, "high": 100, "scale": "log"},
        {"name": "copies", "type": "integer", "low": -3, "high": 4},
        {"name": "width", "type": "ordinal", "values": [8, 16, 32]},
        {"name": "flavour", "type": "categorical", "values": ["a", "b"]},
    ],
    "objectives": [{"name": "cost", "direction": "minimise", "formula": "size + width + copies^2"}, {"name": "rate", "direction": "maximise", "formula": "flavour == \"a\" ? size : width"}],
    "constraints": [{"name": "area", "formula": "size", "atMost": 50}],
}


def rows(value):
    """Nested lists of numbers, whatever they are held in."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    return [rows(one) for one in value] if isinstance(value, (list, tuple, array.array)) else value


class Environment(unittest.TestCase):
    def test_a_step_evaluates_a_design_and_ends_the_episode(self):
        env = archsim_gym.make("Problem-v0", problem="zdt1")
        observation, info = env.reset(seed=1)
        self.assertTrue(env.observation_space.contains(observation))
        self.assertEqual(info, {})
        observation, reward, terminated, truncated, info = env.step([0.0] * 30)
        self.assertTrue(env.observation_space.contains(observation))
        self.assertEqual((terminated, truncated, info["outcome"]), (True, False, "legal"))
        self.assertEqual(info["objectives"], [0, 1])
        self.assertEqual(info["metrics"]["g"], 1)
        self.assertAlmostEqual(reward, (1 + 0.1 / 1.1) / 2)
        env.close()
        env.close()

    def test_the_same_seed_samples_the_same_actions_and_gives_the_same_results(self):
        results = []
        for _ in range(2):
            env = archsim_gym.make("Problem-v0", problem=mixed)
            env.action_space.seed(7)
            steps = []
            for episode in range(5):
                env.reset(seed=3 if episode == 0 else None)
                action = env.action_space.sample()
                self.assertTrue(env.action_space.contains(action))
                observation, *rest = env.step(action)
                steps.append([rows(observation), *rest])
            results.append(steps)
            env.close()
        self.assertEqual(results[0], results[1])

    def test_actions_mean_designs_and_designs_actions(self):
        env = archsim_gym.make("Problem-v0", problem=mixed, render_mode="ansi")
        design = {"size": 10, "copies": -2, "width": 32, "flavour": "b"}
        action = env.action(design)
        found = env.values(action)
        self.assertAlmostEqual(found["size"], 10)
        self.assertEqual({**found, "size": 10}, design)
        env.reset()
        _, _, _, _, info = env.step(action)
        self.assertAlmostEqual(info["objectives"][0], 10 + 32 + 4)
        self.assertEqual(info["objectives"][1], 32)
        self.assertIn("flavour=b", env.render())
        env.close()

    def test_illegal_designs_have_reasons_and_violations(self):
        env = archsim_gym.make("Problem-v0", problem=mixed)
        env.reset()
        _, reward, _, _, info = env.step(env.action({"size": 100, "copies": 0, "width": 8, "flavour": "a"}))
        self.assertEqual(info["outcome"], "infeasible")
        self.assertAlmostEqual(info["violations"][0], 1)
        self.assertEqual(len(info["reasons"]), 1)
        self.assertLess(reward, 0)
        env.close()

    def test_a_reset_without_seed_sends_no_message_and_is_one_all_the_same(self):
        server = archsim_gym.Server()
        sent = []
        exchange = server._transport.exchange
        server._transport.exchange = lambda message: sent.append(json.loads(message)["method"]) or exchange(message)
        env = archsim_gym.make("Problem-v0", server=server, problem="zdt1", render_mode="ansi")
        seeded, _ = env.reset(seed=1)
        first, info = env.reset()
        self.assertEqual((rows(first), info), (rows(seeded), {}))
        first[0] = 7
        self.assertEqual(rows(env.reset()[0]), rows(seeded))
        with self.assertRaises(archsim_gym.ArchsimError):
            env.step([0] * 29)
        # What was refused was the step, not the reset.
        self.assertTrue(env.step([0.5] * 30)[2])
        with self.assertRaises(archsim_gym.ArchsimError):
            env.step([0.5] * 30)
        self.assertIn("legal", env.render())
        env.reset()
        self.assertEqual(env.render(), "zdt1: no design yet")
        self.assertTrue(env.step([0.5] * 30)[2])
        self.assertEqual(sent, ["make", "reset", "step", "step", "step", "render", "reset", "render", "step"])
        env.close()
        with self.assertRaises(archsim_gym.ArchsimError) as caught:
            env.reset()
        self.assertEqual(caught.exception.problems[0]["code"], "protocol/no-environment")
        server.close()

    def test_what_is_refused_has_its_code(self):
        def code(action):
            with self.assertRaises(archsim_gym.ArchsimError) as caught:
                action()
            return caught.exception.problems[0]["code"]

        self.assertEqual(code(lambda: archsim_gym.make("Problm-v0")), "env/unknown")
        self.assertEqual(code(lambda: archsim_gym.make("Problem-v0", problem="zdt1", reward="best")), "env/unknown-reward")
        env = archsim_gym.make("Problem-v0", problem="zdt1")
        self.assertEqual(code(lambda: env.step([0] * 30)), "env/not-reset")
        env.reset()
        self.assertEqual(code(lambda: env.step([0] * 29)), "env/illegal-action")
        env.step([0] * 30)
        self.assertEqual(code(lambda: env.step([0] * 30)), "env/episode-over")
        env.close()


class VectorEnvironment(unittest.TestCase):
    def test_a_batch_gives_what_single_steps_give(self):
        single = archsim_gym.make("Problem-v0", problem=mixed)
        single.action_space.seed(5)
        actions = [single.action_space.sample() for _ in range(8)]
        expected = []
        for action in actions:
            single.reset()
            expected.append(single.step(action))
        for mode in ("next-step", "same-step", "disabled"):
            envs = archsim_gym.make_vec("Problem-v0", 8, autoreset_mode=mode, problem=mixed)
            observations, _ = envs.reset(seed=2)
            self.assertEqual(rows(observations), [[0] * len(envs.observation_names)] * 8)
            observations, rewards, terminated, truncated, infos = envs.step(actions)
            if mode == "same-step":
                self.assertEqual(rows(observations), [[0] * len(envs.observation_names)] * 8)
                observations, infos = infos["final_obs"], infos["final_info"]
            self.assertEqual(rows(observations), [rows(one[0]) for one in expected])
            self.assertEqual(rows(rewards), [one[1] for one in expected])
            self.assertEqual(rows(terminated), [True] * 8)
            self.assertEqual(rows(truncated), [False] * 8)
            self.assertEqual(rows(infos["metrics"]["cost"]), [one[4]["metrics"]["cost"] for one in expected])
            self.assertEqual(rows(infos["violations"]), [one[4]["violations"] for one in expected])
            self.assertEqual(rows(infos["objectives"]), [one[4]["objectives"] for one in expected])
            self.assertEqual(infos["reasons"], [one[4]["reasons"] for one in expected])
            self.assertEqual(infos["outcome"], [one[4]["outcome"] for one in expected])
            if mode == "next-step":
                _, rewards, terminated, _, infos = envs.step(actions)
                self.assertEqual((rows(rewards), rows(terminated)), ([0] * 8, [False] * 8))
                self.assertEqual(rows(infos["_outcome"]), [False] * 8)
            if mode == "disabled":
                with self.assertRaises(archsim_gym.ArchsimError):
                    envs.step(actions)
                envs.reset(options={"reset_mask": [True] * 8})
                envs.step(actions)
            envs.close()
        single.close()

    def test_actions_may_be_lists_flat_doubles_or_arrays(self):
        envs = archsim_gym.make_vec("Problem-v0", 4, autoreset_mode="same-step", problem="zdt1")
        envs.reset(seed=1)
        source = random.Random(1)
        actions = [[source.random() for _ in range(30)] for _ in range(4)]
        found = rows(envs.step(actions)[1])
        self.assertEqual(rows(envs.step(array.array("d", [x for row in actions for x in row]))[1]), found)
        if archsim_gym.numpy is not None:
            self.assertEqual(rows(envs.step(archsim_gym.numpy.array(actions))[1]), found)
        envs.close()


class Connections(unittest.TestCase):
    def test_a_server_on_a_port_is_spoken_to_with_its_token(self):
        process = subprocess.Popen([*shlex.split(os.environ["ARCHSIM_COMMAND"]), "--port", "0"], stdout=subprocess.PIPE)
        try:
            listening = json.loads(process.stdout.readline())
            with archsim_gym.Server(url=listening["url"], token=listening["token"]) as server:
                env = archsim_gym.make("Problem-v0", server=server, problem="accdse-a")
                env.reset(seed=1)
                self.assertTrue(env.step(env.action_space.sample())[2])
                env.close()
            with self.assertRaises(archsim_gym.ArchsimError) as caught:
                archsim_gym.Server(url=listening["url"], token="wrong")
            self.assertEqual(caught.exception.code, 401)
        finally:
            process.terminate()
            self.assertEqual(process.wait(20), 0)
            process.stdout.close()

    def test_a_server_that_is_gone_and_one_that_is_not_there_are_errors(self):
        server = archsim_gym.Server()
        server._transport.process.kill()
        server._transport.process.wait()
        with self.assertRaises(archsim_gym.ArchsimError):
            server.request("hello")
        server.close()
        with self.assertRaises(archsim_gym.ArchsimError):
            archsim_gym.Server(command=["no-such-program-anywhere"])

    def test_who_asks_may_run_where_it_could_before(self):
        if not hasattr(os, "sched_getaffinity"):
            return
        before = os.sched_getaffinity(0)
        with archsim_gym.Server() as server:
            try:
                for allowed in (before, {min(before)}, before):
                    os.sched_setaffinity(0, allowed)
                    server.request("hello")
                    self.assertEqual(os.sched_getaffinity(0), allowed)
            finally:
                os.sched_setaffinity(0, before)
            server._transport.process.kill()
            server._transport.process.wait()
            with self.assertRaises(archsim_gym.ArchsimError):
                server.request("hello")
        self.assertEqual(os.sched_getaffinity(0), before)

    def test_the_server_lists_its_environments(self):
        ids = [entry["id"] for entry in archsim_gym.default_server().environments]
        self.assertIn("FlightLLM-v0", ids)
        self.assertIn("Experiment-v0", ids)


class Examples(unittest.TestCase):
    def quietly(self, action):
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return action()

    def test_the_plain_loop_finds_a_legal_design(self):
        import plain_loop

        self.assertGreater(self.quietly(lambda: plain_loop.main(steps=60)), 0)

    def test_the_vector_environment_runs(self):
        import vector_env

        self.assertGreater(self.quietly(lambda: vector_env.main(batches=20)), 0)

    def test_optuna_finds_a_front(self):
        try:
            import optuna  # noqa: F401
        except ImportError:
            self.skipTest("optuna is not installed")
        import optuna_search

        self.assertGreater(self.quietly(lambda: optuna_search.main(trials=40)), 0)


class Gymnasium(unittest.TestCase):
    def setUp(self):
        if archsim_gym.gymnasium is None:
            self.skipTest("gymnasium is not installed")

    def test_its_checker_finds_nothing_wrong(self):
        from gymnasium.utils.env_checker import check_env

        for problem in ("zdt1", mixed):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                check_env(archsim_gym.make("Problem-v0", problem=problem, render_mode="ansi"))

    def test_environments_are_made_by_their_names(self):
        import gymnasium

        self.assertIn("archsim/Problem-v0", archsim_gym.register_envs())
        env = gymnasium.make("archsim/Problem-v0", problem="zdt1")
        env.reset(seed=1)
        self.assertTrue(env.step(env.action_space.sample())[2])
        env.close()
        envs = gymnasium.make_vec("archsim/Problem-v0", num_envs=3, vectorization_mode="vector_entry_point", problem=mixed)
        envs.reset(seed=1)
        self.assertEqual(envs.step(envs.action_space.sample())[1].shape, (3,))
        envs.close()


if __name__ == "__main__":
    unittest.main()
