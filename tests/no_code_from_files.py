"""What the source may not do: run code out of data, call a shell, or speak to a network."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

FORBIDDEN_MODULES = {"pickle", "cPickle", "dill", "marshal", "shelve", "cloudpickle", "joblib"}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen",
                   "QgsExpression.replaceExpressionText", "QgsPythonRunner.run"}  # fmt: skip
# A child Python that runs our own script, by a list of words; nothing else starts a program.
MAY_START_A_PROGRAM = {"engine/siting/child_runner.py"}
STARTS = {"subprocess", "multiprocessing", "pty"}
NETWORK = {"urllib.request", "http", "socket", "ssl", "ftplib", "smtplib", "requests", "httpx",
           "aiohttp", "socketserver", "xmlrpc", "telnetlib", "webbrowser", "osmnx",
           "qgis.PyQt.QtNetwork"}  # fmt: skip
NETWORK_NAMES = {"QgsNetworkAccessManager", "QgsBlockingNetworkRequest", "QgsFileDownloader",
                 "QNetworkAccessManager", "QNetworkRequest", "QTcpSocket",
                 "QgsNetworkContentFetcher"}  # fmt: skip
# downloadnetwork alone, which the user starts, gives the address and may stop.
MAY_SPEAK = {"engine/sources/download.py", "engine/sources/servers.py"}


def faults(root: Path) -> list[str]:
    """Give each thing in the tree's Python files that the house forbids, with its place."""
    found = []
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root).as_posix()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [f"{name}:{line}: {what}" for line, what in _faults(name, tree)]
    return found


def _faults(name: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        for module in _modules(node):
            yield from _module_faults(name, node.lineno, module)
        if isinstance(node, ast.Call):
            yield from _call_faults(name, node)
        elif isinstance(node, (ast.Name, ast.alias)):
            word = node.id if isinstance(node, ast.Name) else node.name
            if word in NETWORK_NAMES:
                yield getattr(node, "lineno", 0), f"speaks to a network by {word}"


def _modules(node: ast.AST) -> list[str]:
    """Give the modules that a statement imports, `need("requests", ...)` among them."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        module = node.module or ""
        return [module, *(f"{module}.{alias.name}" for alias in node.names)]
    if isinstance(node, ast.Call) and _called(node).rpartition(".")[2] in {"need", "import_module"}:
        return [str(word.value) for word in node.args[:1] if isinstance(word, ast.Constant)]
    return []


def _module_faults(name: str, line: int, module: str) -> Iterator[tuple[int, str]]:
    top = module.partition(".")[0]
    if top in FORBIDDEN_MODULES:
        yield line, f"imports {module}"
    if top in STARTS and name not in MAY_START_A_PROGRAM:
        yield line, f"starts programs by {module}"
    if (module in NETWORK or top in NETWORK) and name not in MAY_SPEAK:
        yield line, f"speaks to a network by {module}"


def _call_faults(name: str, node: ast.Call) -> Iterator[tuple[int, str]]:
    called = _called(node)
    if called in FORBIDDEN_CALLS:
        yield node.lineno, f"calls {called}"
    for word in node.keywords:
        value = word.value.value if isinstance(word.value, ast.Constant) else "?"
        if word.arg == "shell" and value is not False:
            yield node.lineno, "calls a shell"
        if word.arg == "allow_pickle" and value is not False:
            yield node.lineno, "loads pickles"
        if word.arg == "verify":
            yield node.lineno, "meddles with the check of TLS"
    if called.endswith(("np.load", "numpy.load")):
        safe = {word.arg: word.value for word in node.keywords}.get("allow_pickle")
        if not (isinstance(safe, ast.Constant) and safe.value is False):
            yield node.lineno, "loads arrays without allow_pickle=False"
    if called.endswith(("pd.read_pickle", ".read_pickle", ".to_pickle")):
        yield node.lineno, f"calls {called}"


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func)
