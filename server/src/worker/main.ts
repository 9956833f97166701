import { studyWork } from '../analysis/compute-study';
import { serveWork } from '../background/serve-work';
import { simulationWork } from '../sweep/simulation-thread';
import { traceWork } from '../workload/trace-outcome';

serveWork([traceWork, studyWork, simulationWork]);
