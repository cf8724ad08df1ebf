import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';

/** `npm run openapi`: writes docs/openapi/*.yaml anew, one for each service with a public API. */
const services = ['campaign-manager', 'feedback', 'trigger-gateway'];

await prepare();
const load = (path) => import(pathToFileURL(join(root, path)).href);
const { openApiText } = await load('libs/service/dist/openapi/index.js');
await mkdir(join(root, 'docs/openapi'), { recursive: true });
for (const service of services) {
  const { openApi } = await load(`apps/${service}/dist/openapi.js`);
  await writeFile(join(root, `docs/openapi/${service}.yaml`), openApiText(await openApi()));
}
