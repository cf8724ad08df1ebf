import { Problem } from '@clarion/service';
import type { FastifyBodyParser, FastifyInstance, RawServerBase } from 'fastify';
import { jsonOfYaml, yamlType } from './yaml.js';

type Parser = FastifyBodyParser<string, RawServerBase>;

/** Takes YAML on this path, and by the rules for JSON once it is read; everywhere else a body is JSON. */
export function acceptYaml(fastify: FastifyInstance, path: string, bodyLimit: number): void {
  const parse = fastify.getDefaultJsonParser('error', 'error') as Parser;
  const yaml: Parser = (request, body, done) => {
    let json: string;
    try {
      if (request.routeOptions.url !== path) throw notHere();
      json = jsonOfYaml(body);
    } catch (error) {
      done(error as Error);
      return;
    }
    void parse(request, json, done);
  };
  fastify.addContentTypeParser(yamlType, { parseAs: 'string', bodyLimit }, yaml);
}

function notHere(): Problem {
  return new Problem(415, 'UnsupportedMediaType', 'Send the body as application/json.');
}
