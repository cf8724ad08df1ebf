/** Stops what jest-servers.mjs started. Runs once for each project that named it; the first does the work. */
export default async function tearDown() {
  const servers = await globalThis.clarionTestServers;
  globalThis.clarionTestServers = undefined;
  await servers?.stop();
}
