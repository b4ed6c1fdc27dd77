#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright The SynthData authors
#
# The script for Slurm in a real Slurm of one node: a job array makes the parts, a
# part that is there is left alone when the array runs again, and joined they are
# the whole. All of it belongs to one unprivileged user and ends with the test.
set -eu
cd "$(dirname "$0")/../.."
. build-aux/packages.sh
ensure_packages slurm-wlm munge

CLI=$(realpath "$1/src/cli/synthdata-cli")
SCRIPT=$(realpath build-aux/cluster/slurm.sh)
DOCUMENT=$(realpath tests/bench/people.synthdata)
PARTS=4
WORK=$(mktemp -d)
chmod 755 "$WORK"
cp "$CLI" "$SCRIPT" "$DOCUMENT" "$WORK"
if [ "$(id -u)" = 0 ]; then
  AS=slurmtest
  id "$AS" >/dev/null 2>&1 || useradd -M -s /bin/sh "$AS"
  chown -R "$AS" "$WORK"
  run () { su "$AS" -c "$1"; }
else
  AS=$(id -un)
  run () { sh -c "$1"; }
fi

stop ()
{
  for name in slurmd slurmctld munged; do
    [ ! -f "$WORK/$name.pid" ] || kill "$(cat "$WORK/$name.pid")" 2>/dev/null || true
  done
  sleep 1
  rm -rf "$WORK"
}
trap stop EXIT
trap 'exit 1' INT TERM

cat >"$WORK/slurm.conf" <<END
ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmUser=$AS
SlurmdUser=$AS
AuthType=auth/munge
AuthInfo=socket=$WORK/munge.socket
CredType=cred/munge
SlurmctldPort=17817
SlurmdPort=17818
SlurmctldPidFile=$WORK/slurmctld.pid
SlurmdPidFile=$WORK/slurmd.pid
SlurmctldLogFile=$WORK/slurmctld.log
SlurmdLogFile=$WORK/slurmd.log
StateSaveLocation=$WORK/state
SlurmdSpoolDir=$WORK/spool
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
NodeName=n1 NodeAddr=127.0.0.1 NodeHostname=localhost CPUs=2
PartitionName=all Nodes=n1 Default=YES State=UP
END
chown "$AS" "$WORK/slurm.conf" 2>/dev/null || true
export SLURM_CONF="$WORK/slurm.conf"

run "mkdir $WORK/state $WORK/spool && head -c 1024 /dev/urandom >$WORK/munge.key && chmod 600 $WORK/munge.key"
run "munged --key-file=$WORK/munge.key --socket=$WORK/munge.socket --pid-file=$WORK/munged.pid --log-file=$WORK/munged.log --seed-file=$WORK/munge.seed --force" 2>/dev/null
run "SLURM_CONF=$SLURM_CONF slurmctld && SLURM_CONF=$SLURM_CONF slurmd -N n1"
for _ in $(seq 60); do
  sinfo -h -o %T 2>/dev/null | grep -q idle && break
  sleep 0.5
done
sinfo -h -o %T | grep -q idle || { cat "$WORK"/slurm*.log; fail "Slurm did not start."; }

submit ()
{
  run "cd $WORK && SLURM_CONF=$SLURM_CONF SYNTHDATA=$WORK/synthdata-cli \
    sbatch --wait --array=1-$PARTS $WORK/slurm.sh $WORK/people.synthdata $WORK/parts" >/dev/null ||
    { cat "$WORK"/synthdata-*.log; fail "The job array failed."; }
}
submit
! grep -q "there already" "$WORK"/synthdata-*.log || fail "A first run found parts."
rm "$WORK/parts/people.2-of-$PARTS.csv"
submit
[ "$(grep -l "there already" "$WORK"/synthdata-*.log | wc -l)" = $((PARTS - 1)) ] ||
  fail "A second run made parts again that were there."
"$CLI" merge "$WORK/parts" --out "$WORK/joined" >/dev/null
"$CLI" generate "$DOCUMENT" --out "$WORK/whole" >/dev/null
cmp "$WORK/joined/people.csv" "$WORK/whole/people.csv"
echo "Slurm $(sinfo --version | cut -d ' ' -f 2): $PARTS parts of one million rows, joined, are the whole."
