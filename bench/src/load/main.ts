import { finish, taskInput } from '../task.js';
import { CallLoad } from './call-load.js';
import type { CallsInput } from './calls.js';
import { HttpConnection } from './http-connection.js';

const input = await taskInput<CallsInput>();
const connections = await Promise.all(Array.from({ length: input.connections }, () => HttpConnection.open(input.port)));
await finish(await new CallLoad(input, connections).run());
