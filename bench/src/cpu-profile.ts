import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { join } from 'node:path';

/*
 * Loaded into a service before all else (`node --import`): profiles its CPU until it ends, and writes the profile to
 * PROFILE_DIRECTORY. It is what `--cpu-prof` does, which Node 20 does not take from the environment.
 */
const { PROFILE_DIRECTORY = '.', PROFILE_NAME = 'node' } = process.env;
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.start');
process.on('exit', () => {
  // In the same thread an answer comes at once.
  session.post('Profiler.stop', (error, { profile }) => {
    if (error) throw error;
    writeFileSync(join(PROFILE_DIRECTORY, `${PROFILE_NAME}-${Date.now()}.cpuprofile`), JSON.stringify(profile));
  });
});
