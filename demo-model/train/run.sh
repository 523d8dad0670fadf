#!/usr/bin/env bash
# Trains the demo model and puts it where the build ships it:
#   run.sh [minutes, 55 by default]            from scratch
#   run.sh MINUTES continue                    goes on from the shipped weights, with their tokenizer
set -euo pipefail
cd "$(dirname "$0")"
python=${PYTHON:-/usr/bin/python3}
shipped=../src/main/resources/dev/tacit/demo
mkdir -p runs
# Large tensors come from the heap instead of fresh mappings: fewer page faults, a third faster.
export MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=8589934592 MALLOC_TOP_PAD_=268435456
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-$(nproc)}
if [ "${2:-}" = continue ]; then
	cp "$shipped/tokenizer.json" runs/tokenizer.json
	"$python" train.py --minutes "$1" --tokenizer runs/tokenizer.json --output runs/model.pt --continue-from "$shipped" --rate 1.2e-3 --seed 20261124
else
	"$python" tokenizer.py runs/tokenizer.json
	"$python" train.py --minutes "${1:-55}" --tokenizer runs/tokenizer.json --output runs/model.pt
fi
"$python" export.py --model runs/model.pt --tokenizer runs/tokenizer.json --output "$shipped"
"$python" goldens.py --model "$shipped" --output ../src/test/resources/goldens
"$python" evaluation.py ../src/test/resources/evaluation.jsonl.gz
