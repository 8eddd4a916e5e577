"""Environments of archsim for Python: search of accelerator designs with the semantics of Gymnasium 1.4.

One file, standard library only. It starts `archsim gym serve` and speaks JSON-RPC 2.0 with it, a message a line. With
gymnasium installed, environments are `gymnasium.Env` and `gymnasium.vector.VectorEnv`, and their values numpy arrays;
without it they have the same methods, and values are lists.

    import archsim_gym
    env = archsim_gym.make("Problem-v0", problem="zdt1")
    observation, info = env.reset(seed=1)
    observation, reward, terminated, truncated, info = env.step(env.action_space.sample())

A step evaluates one design and ends the episode. `info` has its metrics, its violations and why it is not legal.
"""

import array
import atexit
import base64
import http.client
import itertools
import json
import math
import os
import random
import shlex
import shutil
import subprocess
import sys
import threading
import time
import urllib.parse

try:
    import numpy
except ImportError:
    numpy = None
try:
    import gymnasium
except ImportError:
    gymnasium = None

__all__ = ["ArchsimEnv", "ArchsimVectorEnv", "ArchsimError", "Server", "make", "make_vec", "register_envs"]

_PROTOCOL = 1


class ArchsimError(Exception):
    """What the server refused. `problems` has each thing that is wrong with its public code, where the input was."""

    def __init__(self, message, code=None, problems=()):
        super().__init__(message)
        self.code = code
        self.problems = list(problems)


# --- The server -------------------------------------------------------------------------------------------------------


class _Core:
    """One core for two that take turns: to wake another one takes longer than most steps.

    The server stays on the core that its client was last seen on. The thread that asks stays there only while it waits for
    the answer, and may run before and after where it could anyway. Nothing of this on systems without such a choice.
    """

    #: Seconds after which the client is looked for again.
    _PERIOD = 0.1

    def __init__(self, server):
        self._server = server
        self._core = set()
        self._next = 0.0 if hasattr(os, "sched_setaffinity") else math.inf

    def __enter__(self):
        self._allowed = None
        if self._next == math.inf:
            return
        try:
            allowed = os.sched_getaffinity(0)
            if time.monotonic() >= self._next:
                self._core = {_current_core()}
                os.sched_setaffinity(self._server, self._core)
                self._next = time.monotonic() + self._PERIOD
            if len(allowed) > 1 and self._core <= allowed:
                os.sched_setaffinity(0, self._core)
                self._allowed = allowed
        except (OSError, ValueError, IndexError):
            # Not allowed here, or the server is gone, which the exchange will tell.
            self._next = math.inf

    def __exit__(self, *_):
        if self._allowed is not None:
            os.sched_setaffinity(0, self._allowed)


def _current_core():
    """The core that this thread runs on."""
    with open("/proc/thread-self/stat") as file:
        # Behind the name, which may have blanks and brackets: the 39th field of proc(5).
        return int(file.read().rpartition(")")[2].split()[36])


class _Process:
    """A server that this process started, on its standard input and output."""

    def __init__(self, command):
        try:
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=1 << 16)
        except OSError as error:
            raise ArchsimError(f"cannot start {' '.join(command)}: {error}; install archsim, or set ARCHSIM_COMMAND") from error
        self.core = _Core(self.process.pid)

    def exchange(self, message):
        try:
            with self.core:
                self.process.stdin.write(message.encode() + b"\n")
                self.process.stdin.flush()
                line = self.process.stdout.readline()
        except (OSError, ValueError) as error:
            raise ArchsimError(f"the server is gone: {error}") from error
        if not line:
            raise ArchsimError(f"the server ended with exit code {self.process.wait()}")
        return line

    def close(self):
        for stream in (self.process.stdin, self.process.stdout):
            try:
                stream.close()
            except OSError:
                pass
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class _Http:
    """A server that listens elsewhere: `archsim gym serve --port`."""

    def __init__(self, url, token):
        parts = urllib.parse.urlsplit(url)
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def exchange(self, message):
        try:
            self.connection.request("POST", "/", message.encode(), self.headers)
            response = self.connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            raise ArchsimError(f"the server is gone: {error}") from error
        if response.status not in (200, 413):
            raise ArchsimError(f"the server refuses: HTTP {response.status}", response.status)
        return body

    def close(self):
        self.connection.close()


class Server:
    """A server of environments. `command`: how it is started (default: ARCHSIM_COMMAND, else `archsim gym serve`). `url` and `token`: one that listens already."""

    def __init__(self, command=None, url=None, token=None):
        self._lock = threading.Lock()
        self._number = 0
        self._transport = _Http(url, token) if url is not None else _Process(_command(command))
        try:
            self.hello = self.request("hello", client="python")
        except ArchsimError:
            self.close()
            raise
        if self.hello["protocol"] != _PROTOCOL:
            self.close()
            raise ArchsimError(f"the server speaks protocol {self.hello['protocol']}, this client {_PROTOCOL}: use both of one version")

    @property
    def environments(self):
        """The ids of its environments, with summaries and arguments."""
        return self.hello["environments"]

    def request(self, method, **params):
        return self.request_text(method, _encode(params))

    def request_text(self, method, params):
        """A request whose parameters are JSON already."""
        with self._lock:
            self._number += 1
            number = self._number
            answer = _decode(self._transport.exchange(f'{{"jsonrpc":"2.0","id":{number},"method":"{method}","params":{params}}}').decode())[0]
        error = answer.get("error")
        if error is not None:
            data = error.get("data") or {}
            raise ArchsimError(error["message"], error["code"], data.get("problems", ()))
        if answer.get("id") != number:
            raise ArchsimError("the server answered another question")
        return answer["result"]

    def close(self):
        self._transport.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def _command(command):
    if command is None:
        command = os.environ.get("ARCHSIM_COMMAND") or [shutil.which("archsim") or "archsim", "gym", "serve"]
    return shlex.split(command) if isinstance(command, str) else list(command)


_default = {}


def default_server():
    """The server that environments of this process share; started when it is first asked for."""
    pid = os.getpid()
    if pid not in _default:
        # A child that was forked has a server of its own: two must not share one conversation.
        _default.clear()
        _default[pid] = Server()
        atexit.register(_close_default, pid)
    return _default[pid]


def _close_default(pid):
    if os.getpid() == pid and pid in _default:
        _default.pop(pid).close()


def _plain(value):
    """numpy's numbers and arrays as JSON has them."""
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, array.array):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} is no JSON")


_encode = json.JSONEncoder(default=_plain, separators=(",", ":")).encode
#: The value that a text begins with, and where it ends.
_decode = json.JSONDecoder().raw_decode


# --- Spaces -----------------------------------------------------------------------------------------------------------


class Space:
    """A space where gymnasium is not installed: `sample`, `contains`, `seed`."""

    def __init__(self, seed=None):
        self._random = random.Random(seed)

    def seed(self, seed=None):
        self._random.seed(seed)
        return seed

    def __contains__(self, value):
        return self.contains(value)


class Discrete(Space):
    def __init__(self, n, start=0):
        super().__init__()
        self.n, self.start = n, start

    def sample(self):
        return self.start + self._random.randrange(self.n)

    def contains(self, value):
        return isinstance(value, int) and self.start <= value < self.start + self.n


class MultiDiscrete(Space):
    def __init__(self, nvec, start):
        super().__init__()
        self.nvec, self.start = list(nvec), list(start)
        self.shape = (len(self.nvec),)

    def sample(self):
        return [start + self._random.randrange(n) for n, start in zip(self.nvec, self.start)]

    def contains(self, value):
        return len(value) == len(self.nvec) and all(int(v) == v and s <= v < s + n for v, n, s in zip(value, self.nvec, self.start))


class MultiBinary(MultiDiscrete):
    def __init__(self, n):
        super().__init__([2] * n, [0] * n)
        self.n = n


class Box(Space):
    def __init__(self, low, high, shape):
        super().__init__()
        self.low, self.high, self.shape = low, high, tuple(shape)

    def sample(self):
        return [_between(self._random, low, high) for low, high in zip(self.low, self.high)]

    def contains(self, value):
        return len(value) == len(self.low) and all(low <= v <= high for v, low, high in zip(value, self.low, self.high))


class Text(Space):
    def __init__(self, min_length, max_length, charset):
        super().__init__()
        self.min_length, self.max_length, self.charset = min_length, max_length, charset

    def sample(self):
        return "".join(self._random.choice(self.charset) for _ in range(self._random.randint(self.min_length, self.max_length)))

    def contains(self, value):
        return isinstance(value, str) and self.min_length <= len(value) <= self.max_length and all(c in self.charset for c in value)


class Dict(Space):
    def __init__(self, spaces):
        super().__init__()
        self.spaces = dict(spaces)

    def seed(self, seed=None):
        for number, part in enumerate(self.spaces.values()):
            part.seed(None if seed is None else seed + number)
        return seed

    def sample(self):
        return {key: part.sample() for key, part in self.spaces.items()}

    def contains(self, value):
        return isinstance(value, dict) and value.keys() == self.spaces.keys() and all(part.contains(value[key]) for key, part in self.spaces.items())


class Tuple(Dict):
    def __init__(self, spaces):
        super().__init__(enumerate(spaces))

    def sample(self):
        return tuple(part.sample() for part in self.spaces.values())

    def contains(self, value):
        return len(value) == len(self.spaces) and all(part.contains(v) for part, v in zip(self.spaces.values(), value))


def _between(source, low, high):
    if math.isinf(low) or math.isinf(high):
        return low + source.expovariate(1) if not math.isinf(low) else high - source.expovariate(1) if not math.isinf(high) else source.gauss(0, 1)
    return low + source.random() * (high - low)


def space_from(form):
    """The space that a JSON form of the protocol stands for: of gymnasium where it is installed."""
    kind = form["type"]
    if kind == "Box":
        size = math.prod(form["shape"])
        low, high = (_bounds(form[name], size, free) for name, free in (("low", -math.inf), ("high", math.inf)))
        if gymnasium is None:
            return Box(low, high, form["shape"])
        shape = tuple(form["shape"])
        return gymnasium.spaces.Box(numpy.array(low).reshape(shape), numpy.array(high).reshape(shape), shape, dtype=numpy.dtype(form["dtype"]))
    if kind in ("Dict", "Tuple"):
        parts = [(key, space_from(part)) for key, part in form["spaces"]] if kind == "Dict" else [space_from(part) for part in form["spaces"]]
        if gymnasium is None:
            return Dict(parts) if kind == "Dict" else Tuple(parts)
        return gymnasium.spaces.Dict(parts) if kind == "Dict" else gymnasium.spaces.Tuple(parts)
    library = gymnasium.spaces if gymnasium is not None else sys.modules[__name__]
    if kind == "Discrete":
        return library.Discrete(form["n"], start=form["start"])
    if kind == "MultiDiscrete":
        return library.MultiDiscrete(form["nvec"], start=form["start"])
    if kind == "MultiBinary":
        return library.MultiBinary(form["n"])
    if kind == "Text":
        if gymnasium is not None:
            return library.Text(form["maxLength"], min_length=form["minLength"], charset=form["charset"])
        return Text(form["minLength"], form["maxLength"], form["charset"])
    raise ArchsimError(f"this client has no space {kind}")


def _bounds(given, size, free):
    values = given if isinstance(given, list) else [given] * size
    return [free if value is None else value for value in values]


def _value(form, value):
    """A value of a space as gymnasium has it; as it came where gymnasium is not installed."""
    if gymnasium is None:
        return value
    kind = form["type"]
    if kind == "Box":
        return numpy.array(value, dtype=form["dtype"]).reshape(form["shape"])
    if kind == "MultiDiscrete":
        return numpy.array(value, dtype=numpy.int64)
    if kind == "MultiBinary":
        return numpy.array(value, dtype=numpy.int8)
    if kind == "Discrete":
        return numpy.int64(value)
    if kind == "Dict":
        return {key: _value(part, value[key]) for key, part in form["spaces"]}
    if kind == "Tuple":
        return tuple(_value(part, one) for part, one in zip(form["spaces"], value))
    return value


def _row(form, value, row):
    """Appends a value to a row of numbers, as the packed form of the protocol has it."""
    kind = form["type"]
    if kind == "Discrete":
        row.append(value)
    elif kind == "Dict":
        for key, part in form["spaces"]:
            _row(part, value[key], row)
    elif kind == "Tuple":
        for part, one in zip(form["spaces"], value):
            _row(part, one, row)
    else:
        row.extend(value)


def _length(form):
    """Numbers in a row; None for what has no packed form."""
    kind = form["type"]
    if kind in ("Dict", "Tuple"):
        lengths = [_length(part[1] if kind == "Dict" else part) for part in form["spaces"]]
        return None if None in lengths else sum(lengths)
    if kind == "Text":
        return None
    return {"Discrete": lambda: 1, "MultiDiscrete": lambda: len(form["nvec"]), "MultiBinary": lambda: form["n"], "Box": lambda: math.prod(form["shape"])}[kind]()


# --- Environments -----------------------------------------------------------------------------------------------------

_EnvBase = gymnasium.Env if gymnasium is not None else object
_VectorBase = gymnasium.vector.VectorEnv if gymnasium is not None else object


class _Described:
    """What a server said of an environment when it was made."""

    def _describe(self, made):
        self.handle = made["env"]
        self.description = made
        #: What each entry of an action stands for: of choices the values, of reals the range.
        self.action_table = made.get("actionTable", [])
        self.observation_names = made.get("observationNames", [])
        self.objectives = made.get("objectives", [])
        self.constraints = made.get("constraints", [])
        self.targets = made.get("targets", [])

    def values(self, action):
        """The design that an action means: values by the names of parameters."""
        row = []
        _row(self.description["actionSpace"], action, row)
        return {entry["parameter"]: _meaning(entry, number) for entry, number in zip(self.action_table, row)}

    def action(self, values):
        """The action that means this design: the inverse of `values`."""
        numbers = [_entry(entry, values[entry["parameter"]]) for entry in self.action_table]
        form = self.description["actionSpace"]
        if form["type"] != "Dict":
            return numbers
        choices = sum(entry["part"] == "choices" for entry in self.action_table)
        return {"choices": numbers[:choices], "reals": numbers[choices:]}


def _meaning(entry, number):
    if "values" in entry:
        return entry["values"][int(number)]
    if entry["part"] == "choices":
        return entry["low"] + int(number)
    low, high = entry["low"], entry["high"]
    return float(low * (high / low) ** number if entry["scale"] == "log" else low + number * (high - low))


def _entry(entry, value):
    if "values" in entry:
        return entry["values"].index(value)
    low, high = entry["low"], entry["high"]
    if entry["part"] == "choices":
        return value - low
    if low == high:
        return 0.0
    share = math.log(value / low) / math.log(high / low) if entry["scale"] == "log" else (value - low) / (high - low)
    return min(1.0, max(0.0, share))


class ArchsimEnv(_Described, _EnvBase):
    """One environment. `id` and `kwargs` as `archsim gym serve` lists them."""

    metadata = {"render_modes": ["ansi"]}

    def __init__(self, id, render_mode=None, server=None, **kwargs):
        self.server = server or default_server()
        made = self.server.request("make", id=id, kwargs=kwargs, renderMode=render_mode)
        self._describe(made)
        #: What every reset without seed and options gives, where all episodes begin alike: such a reset travels with the next step.
        self._first = made.get("firstObservation")
        self._begins = False
        self.render_mode = render_mode
        self.action_space = space_from(made["actionSpace"])
        self.observation_space = space_from(made["observationSpace"])
        self._open = True

    def reset(self, *, seed=None, options=None):
        if gymnasium is not None:
            super().reset(seed=seed)
        if self._first is not None and seed is None and not options and self._open:
            self._begins = True
            return _value(self.description["observationSpace"], list(self._first)), {}
        self._begins = False
        result = self.server.request("reset", env=self.handle, **({} if seed is None else {"seed": int(seed)}), options=options or {})
        return _value(self.description["observationSpace"], result["observation"]), result["info"]

    def step(self, action):
        begins = ',"reset":true' if self._begins else ""
        self._begins = False
        result = self.server.request_text("step", f'{{"env":{self.handle}{begins},"action":{_encode(action)}}}')
        return _value(self.description["observationSpace"], result["observation"]), float(result["reward"]), result["terminated"], result["truncated"], result["info"]

    def render(self):
        if self.render_mode is None:
            return None
        if self._begins:
            self._begins = False
            self.server.request("reset", env=self.handle)
        return self.server.request("render", env=self.handle)["text"]

    def close(self):
        if self._open:
            self._open = False
            self.server.request("close", env=self.handle)


_MODES = {"next-step": "NextStep", "same-step": "SameStep", "disabled": "Disabled"}


class ArchsimVectorEnv(_Described, _VectorBase):
    """Several environments of one kind, stepped with one message. `autoreset_mode`: next-step, same-step or disabled.

    `infos` is as Gymnasium's vector environments have it: rows by key, and under `_key` which environments have one. The
    episodes of designs end with each step: with same-step every step evaluates a design in each environment, and what came of
    it is in `infos["final_obs"]` and `infos["final_info"]`; with next-step every second step begins new episodes.
    """

    metadata = {"render_modes": ["ansi"]}
    spec = None
    render_mode = None

    def __init__(self, id, num_envs, autoreset_mode="next-step", server=None, **kwargs):
        self.server = server or default_server()
        mode = getattr(autoreset_mode, "value", autoreset_mode)
        mode = {value: key for key, value in _MODES.items()}.get(mode, mode)
        made = self.server.request("make", id=id, kwargs=kwargs, count=num_envs, autoreset=mode)
        self._describe(made)
        self.num_envs = num_envs
        self.autoreset_mode = mode
        self.single_action_space = space_from(made["actionSpace"])
        self.single_observation_space = space_from(made["observationSpace"])
        if gymnasium is not None:
            batch = gymnasium.vector.utils.batch_space
            self.action_space = batch(self.single_action_space, num_envs)
            self.observation_space = batch(self.single_observation_space, num_envs)
            self.metadata = {**self.metadata, "autoreset_mode": gymnasium.vector.AutoresetMode[mode.upper().replace("-", "_")]}
        self._length = _length(made["actionSpace"])
        self._packed = made.get("packed") if self._length is not None else None
        self._open = True

    def reset(self, *, seed=None, options=None):
        if gymnasium is not None:
            super().reset(seed=seed if isinstance(seed, int) else None)
        result = self.server.request("reset", env=self.handle, **({} if seed is None else {"seed": seed}), options=options or {})
        return self._observations(result["observations"]), _infos(result["infos"])

    def sample_actions(self):
        return [self.single_action_space.sample() for _ in range(self.num_envs)]

    def step(self, actions):
        """`actions`: one for each environment; a numpy array, or a flat `array('d')` of packed rows, goes fastest."""
        if self._packed is None:
            return self._step_plain(actions)
        packed = base64.b64encode(self._rows(actions)).decode("ascii")
        result = self.server.request_text("stepBatch", f'{{"env":{self.handle},"packed":"{packed}"}}')
        width = len(self.observation_names)
        evaluated = _flags(result["evaluated"])
        info = self._packed_info(result, evaluated)
        observations = _matrix(result["observations"], self.num_envs, width)
        if result["finalObservations"] is not None:
            info = {"final_info": info, "_final_info": evaluated, "final_obs": _matrix(result["finalObservations"], self.num_envs, width), "_final_obs": evaluated}
        return observations, _doubles(result["rewards"]), _flags(result["terminated"]), _flags(result["truncated"]), info

    def render(self):
        return tuple(self.server.request("render", env=self.handle)["texts"])

    def close(self, **_):
        if self._open:
            self._open = False
            self.server.request("close", env=self.handle)

    def _rows(self, actions):
        """The packed rows of all actions, as bytes."""
        if isinstance(actions, array.array) and actions.typecode == "d":
            return _little(actions)
        form = self.description["actionSpace"]
        if numpy is not None and not isinstance(actions, dict) and form["type"] != "Dict" and form["type"] != "Tuple":
            return numpy.ascontiguousarray(actions, dtype="<f8").tobytes()
        if isinstance(actions, dict):
            # A batch of Gymnasium: one array for each part.
            actions = [{key: part[i] for key, part in actions.items()} for i in range(self.num_envs)]
        if form["type"] in ("MultiDiscrete", "MultiBinary", "Box"):
            return _little(array.array("d", itertools.chain.from_iterable(actions)))
        row = []
        for action in actions:
            _row(form, action, row)
        return _little(array.array("d", row))

    def _packed_info(self, result, evaluated):
        names = self._packed["metrics"]
        metrics = _doubles(result["metrics"])
        columns = {}
        for number, name in enumerate(names):
            column = metrics[number :: len(names)]
            columns[name] = column
            columns[f"_{name}"] = ~numpy.isnan(column) if numpy is not None else [value == value for value in column]
        kinds = self._packed["outcomes"]
        reasons = result["reasons"]
        info = {
            "outcome": [kinds[kind] for kind in base64.b64decode(result["outcome"])],
            "metrics": columns,
            "objectives": _matrix(_columns_of(metrics, len(names), len(self.objectives)), self.num_envs, len(self.objectives)),
            "violations": _matrix(result["violations"], self.num_envs, len(self.constraints)),
            "reasons": [reasons.get(str(i), []) for i in range(self.num_envs)] if reasons else [[] for _ in range(self.num_envs)],
        }
        return {**info, **{f"_{key}": evaluated for key in info}}

    def _step_plain(self, actions):
        if isinstance(actions, dict):
            actions = [{key: part[i] for key, part in actions.items()} for i in range(self.num_envs)]
        result = self.server.request_text("stepBatch", f'{{"env":{self.handle},"actions":{_encode(list(actions))}}}')
        numbers = (lambda values, kind: numpy.array(values, dtype=kind)) if numpy is not None else (lambda values, _: values)
        return (self._observations(result["observations"]), numbers(result["rewards"], "float64"), numbers(result["terminated"], "bool"),
                numbers(result["truncated"], "bool"), _infos(result["infos"]))

    def _observations(self, rows):
        form = self.description["observationSpace"]
        if form["type"] == "Box" and numpy is not None:
            return numpy.array(rows, dtype=form["dtype"]).reshape([self.num_envs, *form["shape"]])
        return rows


def _little(doubles):
    if sys.byteorder == "big":
        doubles = array.array("d", doubles)
        doubles.byteswap()
    return doubles.tobytes()


def _doubles(packed):
    data = base64.b64decode(packed)
    if numpy is not None:
        return numpy.frombuffer(data, dtype="<f8")
    doubles = array.array("d", data)
    if sys.byteorder == "big":
        doubles.byteswap()
    return doubles


def _flags(packed):
    data = base64.b64decode(packed)
    return numpy.frombuffer(data, dtype="u1").astype(bool) if numpy is not None else list(map(bool, data))


def _matrix(values, rows, width):
    """Rows of so many numbers, of a packed text or of numbers."""
    numbers = _doubles(values) if isinstance(values, str) else values
    if numpy is not None:
        return numpy.asarray(numbers).reshape(rows, width)
    return [numbers[i * width : (i + 1) * width] for i in range(rows)]


def _columns_of(values, width, count):
    """The first `count` numbers of each row of `width`."""
    if numpy is not None:
        return values.reshape(-1, width)[:, :count].ravel()
    return array.array("d", itertools.chain.from_iterable(values[i : i + count] for i in range(0, len(values), width)))


def _infos(infos):
    """Rows of flags as numpy has them."""
    return {key: numpy.array(row, dtype=bool) if numpy is not None and key.startswith("_") else row for key, row in infos.items()}


def make(id, render_mode=None, server=None, **kwargs):
    """An environment, e.g. `make("Problem-v0", problem="zdt1", reward="target")`."""
    return ArchsimEnv(id, render_mode=render_mode, server=server, **kwargs)


def make_vec(id, num_envs, autoreset_mode="next-step", server=None, **kwargs):
    """Several environments of one kind, to be stepped together."""
    return ArchsimVectorEnv(id, num_envs, autoreset_mode=autoreset_mode, server=server, **kwargs)


def register_envs(namespace="archsim"):
    """Makes the environments known to gymnasium: `gymnasium.make("archsim/Problem-v0", problem="zdt1")`. Returns their names."""
    if gymnasium is None:
        raise ArchsimError("gymnasium is not installed")
    names = []
    for entry in default_server().environments:
        name = f"{namespace}/{entry['id']}"
        names.append(name)
        if name not in gymnasium.registry:
            gymnasium.register(
                name, entry_point="archsim_gym:make", vector_entry_point="archsim_gym:_make_vector", kwargs={"id": entry["id"]}, disable_env_checker=False)
    return names


def _make_vector(id, num_envs=1, **kwargs):
    return ArchsimVectorEnv(id, num_envs, **kwargs)
