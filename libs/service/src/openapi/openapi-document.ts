import type { Type } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { ComponentSchemas, type Schema } from './component-schemas.js';
import { operationOf, type Components, type ScannedOperation } from './described-operation.js';
import { healthPaths } from './health-paths.js';
import { previewApp } from './preview-app.js';
import { RefusalAnswers } from './refusal-answers.js';
import type { Route } from './route.js';
import { securitySchemes } from './security.js';

/** What a document says of the service as a whole. */
export interface ApiInfo {
  title: string;
  description: string;
}

/** An OpenAPI 3.1 document, as plain JSON in a stable order. */
export interface OpenApiDocument {
  openapi: string;
  info: Schema;
  servers: Schema[];
  paths: Record<string, Record<string, Schema>>;
  components: { securitySchemes: Schema; schemas: Record<string, Schema>; responses: Record<string, Schema> };
}

/**
 * The document of the routes of these controllers, and of `/health`. Nothing runs: controllers are not made.
 * @throws where a route does not say what it does, takes or answers
 */
export async function openApiDocument(controllers: readonly Type[], info: ApiInfo): Promise<OpenApiDocument> {
  const schemas = new ComponentSchemas();
  const components = { schemas, refusals: new RefusalAnswers(schemas) };
  const paths = await describedPaths(controllers, components);
  return {
    openapi: '3.1.0',
    info: { ...info, version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    paths: { ...paths, ...(schemas.lifted(healthPaths) as OpenApiDocument['paths']) },
    components: { securitySchemes, schemas: schemas.all(), responses: components.refusals.all() },
  };
}

async function describedPaths(
  controllers: readonly Type[],
  components: Components,
): Promise<Record<string, Record<string, Schema>>> {
  const app = await previewApp(controllers);
  const routes = new Map<string, Route>();
  const scanned = SwaggerModule.createDocument(app, new DocumentBuilder().build(), {
    autoTagControllers: false,
    operationIdFactory: (controllerName, key) => {
      const id = `${controllerName}.${key}`;
      routes.set(id, routeOf(controllers, controllerName, key));
      return id;
    },
  });
  await app.close();
  return Object.fromEntries(
    Object.entries(scanned.paths).map(([path, operations]) => [
      path,
      Object.fromEntries(
        Object.entries(operations as Record<string, ScannedOperation & { operationId: string }>).map(
          ([verb, operation]) => [verb, operationOf(routes.get(operation.operationId) as Route, operation, components)],
        ),
      ),
    ]),
  );
}

/** @param key the method's name; with the number of its path in brackets, where it has several */
function routeOf(controllers: readonly Type[], controllerName: string, key: string): Route {
  const [, method = '', alias = '0'] = /^([^[]+)(?:\[(\d+)\])?$/.exec(key) ?? [];
  const controller = controllers.find(({ name }) => name === controllerName);
  const handler = (controller?.prototype as Record<string, object> | undefined)?.[method];
  if (!controller || !handler) throw new Error(`${controllerName}.${method} is no route`);
  return { controller, method, handler, alias: Number(alias) };
}
