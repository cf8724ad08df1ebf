import { Logger, Module, type INestApplication, type InjectionToken, type Type } from '@nestjs/common';
import {
  GUARDS_METADATA,
  INTERCEPTORS_METADATA,
  PARAMTYPES_METADATA,
  SELF_DECLARED_DEPS_METADATA,
} from '@nestjs/common/constants.js';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

@Module({})
class PreviewModule {}

/** An application of which there are only the routes: nothing of it is made, nothing runs, and it needs no database. */
export async function previewApp(controllers: readonly Type[]): Promise<INestApplication> {
  const tokens = new Set(
    controllers.flatMap((controller) => [controller, ...helpersOf(controller)]).flatMap(neededToMake),
  );
  const module = {
    module: PreviewModule,
    controllers: [...controllers],
    providers: [...tokens].map((provide) => ({ provide, useValue: undefined })),
  };
  // It would take the logger away from the application that runs in this process.
  const logger = Logger['staticInstanceRef'] ?? false;
  try {
    return await NestFactory.create(module, new FastifyAdapter(), {
      preview: true,
      logger: false,
      abortOnError: false,
    });
  } finally {
    Logger.overrideLogger(logger);
  }
}

/** What Nest makes for a controller's routes. */
function helpersOf(controller: Type): Type[] {
  const prototype = controller.prototype as Record<string, object>;
  const targets = [controller, ...Object.getOwnPropertyNames(prototype).map((name) => prototype[name] as object)];
  return [GUARDS_METADATA, INTERCEPTORS_METADATA].flatMap((kind) =>
    targets.flatMap((target) => (Reflect.getMetadata(kind, target) ?? []) as Type[]),
  );
}

function neededToMake(made: Type): InjectionToken[] {
  const types = (Reflect.getMetadata(PARAMTYPES_METADATA, made) ?? []) as InjectionToken[];
  const named = (Reflect.getMetadata(SELF_DECLARED_DEPS_METADATA, made) ?? []) as {
    index: number;
    param: InjectionToken;
  }[];
  return types.map((type, index) => named.find((one) => one.index === index)?.param ?? type);
}
