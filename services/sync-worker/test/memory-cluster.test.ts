// The suite of the port, on the cluster that the unit tests use.
import { MemoryCluster } from './memory-cluster.ts';
import { describeIndexCluster } from './index-cluster-suite.ts';

const cluster = new MemoryCluster();
let number = 0;

describeIndexCluster('in memory', () => [cluster, (number += 1)]);
