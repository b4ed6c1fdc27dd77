#!/bin/sh
# A part a task; one that was stopped is made again, one that is there is left:
#   sbatch --wait --array=1-16 --requeue build-aux/cluster/slurm.sh shop.synthdata shop
#   synthdata-cli merge shop
#SBATCH --cpus-per-task=1
#SBATCH --output=synthdata-%a.log
exec "${SYNTHDATA:-synthdata-cli}" generate "$1" --out "$2" --threads "$SLURM_CPUS_PER_TASK" \
  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT"
