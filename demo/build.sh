#!/usr/bin/env bash
# Builds sensor.ko again, with rustc 1.95.0 the same byte for byte.
#
#   build.sh LIBRARY          LIBRARY: the `library` folder of that rustc's source (see ../src/test/resources/fixtures/)
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
export WORK=${WORK:-$(mktemp -d)} RUSTC=${RUSTC:-rustc} RUSTC_BOOTSTRAP=1
bash "$here/../src/test/resources/fixtures/build-all.sh" "$1" core-only
cd "$here/.."
"$RUSTC" --edition 2021 --crate-type rlib --crate-name sensor --target x86_64-unknown-none -Copt-level=2 -Cpanic=abort \
    -Coverflow-checks=on -Csymbol-mangling-version=v0 -Ccodegen-units=1 -Cforce-unwind-tables=n -Zfunction-sections=n \
    -Ccode-model=kernel -Crelocation-model=static -Zfunction-return=thunk-extern -Zpatchable-function-entry=16,16 \
    -Zcf-protection=branch -Cdebuginfo=2 -Zdwarf-version=5 \
    -L "$WORK/x86_64" --extern core="$WORK/x86_64/libcore.rlib" \
    --remap-path-prefix "$PWD=/src/linux" --emit "obj=${OUT:-$here}/sensor.ko,metadata=$WORK/sensor.rmeta" demo/sensor.rs
