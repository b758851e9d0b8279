# For tests that are scripts: folder of their own, refusing, expecting. Sourced with `program` set, with bash's strict mode.
# shellcheck shell=bash disable=SC2154

# The user's own file has no say.
export DIPTYCH_CONFIG=''

# refuse WORDS: ends the test.
refuse() {
    echo "$(basename "$0" .sh): $*" >&2
    exit 1
}

# expect STATUS arguments…: the program ends so; its outputs are output.txt and error.txt.
expect() {
    local wanted=$1 status=0
    shift
    "$program" "$@" >output.txt 2>error.txt || status=$?
    [ "$status" = "$wanted" ] || refuse "status $status instead of $wanted: $* $(cat error.txt)"
}

# same_tensors A B: the tensors of two safetensors files are the same; their headers may differ.
same_tensors() {
    python3 - "$1" "$2" <<'PYTHON'
import struct, sys
def tensors(path):
    data = open(path, "rb").read()
    return data[8 + struct.unpack("<Q", data[:8])[0]:]
sys.exit(tensors(sys.argv[1]) != tensors(sys.argv[2]))
PYTHON
}
