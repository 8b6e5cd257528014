"""An argument that makes no sense ends in one line, which names the option and what to do."""

import pytest

from .conftest import Smsplan


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("pln", "there is no command 'pln'; did you mean plan?"),
        ("xyzzy", "there is no command 'xyzzy'; smsplan --help lists all there are"),
        ("plan --lnguage x", "there is no option --lnguage; did you mean --language?"),
        ("plan --xyzzy", "there is no option --xyzzy; see smsplan plan --help"),
        ("--xyzzy", "there is no option --xyzzy; see smsplan --help"),
        ("plan --to", "--to requires an argument"),
        ("plan --json=x", "--json does not take a value"),
        ("encode", "TEXT is missing; see smsplan encode --help"),
        ("encode a b", "'b' is one argument too many: encode [OPTIONS] TEXT"),
        ("plan --boundary x", "--boundary: 'x' is not one of 'code-point', 'grapheme', 'word'"),
        ("plan --reference-bits 9", "--reference-bits: '9' is not one of '8', '16'"),
        ("serve --port 70000", "--port: it should be less than or equal to 65535"),
        ("serve --port x", "--port: it should be a valid integer"),
        ("send --timeout x a", "--timeout: it should be a valid number"),
        ("check --price x a", "--price: 'x' is not an amount such as 95.96"),
        ("lint --diff --format json", "--diff cannot be combined with --format json"),
        ("plan --rates x a", "--rates: x: No such file or directory"),
        ("plan --jsonl a", "--jsonl: it is about lines of standard input: leave out the TEXT"),
        (
            "preview x --text t --delimiter xx",
            "--delimiter: 'xx' is neither tab nor one ASCII character that can part cells",
        ),
        ("serve --outcome x", "--outcome: 'x' is not SUFFIX=STATUS, such as 99=13"),
    ],
)
def test_misuse_is_one_line(smsplan: Smsplan, line: str, said: str) -> None:
    run = smsplan(*line.split())
    assert (run.exit_code, run.stdout, run.stderr) == (2, "", f"smsplan: {said}\n")
