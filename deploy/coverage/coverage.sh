# Reads the objects of the cluster, and sends the metrics of its coverage to Prometheus' Pushgateway.
set -eu
folder=$(dirname "$0")
cd "$(mktemp -d)"
kubectl api-resources -o wide > kinds.txt
# Kinds that the cluster does not have are left out: kubectl would fail for them.
kubectl api-resources --verbs list -o name > listed.txt
kinds=$(grep --fixed-strings --line-regexp --file "$folder/kinds" listed.txt | paste --serial --delimiters ,)
kubectl get "$kinds" --all-namespaces -o json > objects.json
# Status 1: a Schedule has an error. It covers nothing, which the metrics show.
k8s-backup-target coverage --inventory objects.json --api-resources kinds.txt \
    --format prometheus --cluster-name "$CLUSTER_NAME" > metrics.txt || [ "$?" -eq 1 ]
# PUT replaces all metrics of the group, so namespaces that are gone have no values.
curl --fail --silent --show-error --request PUT --data-binary @metrics.txt \
    "$PUSHGATEWAY/metrics/job/k8s-backup-coverage/cluster/$CLUSTER_NAME"
