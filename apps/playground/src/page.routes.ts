import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';

/** Beside both `src` and `dist`: the compiler copies no such files. */
const publicFolder = new URL('../public/', import.meta.url);

const names = [
  'index.html',
  'icon.svg',
  'inbox.css',
  'message-list.css',
  'message-pane.css',
  'element.js',
  'inbox.js',
  'inbox-stream.js',
  'mail-document.js',
  'message-list.js',
  'message-pane.js',
];

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * The page runs its own scripts only. A mail is shown in a frame that inherits this policy, so inline styles and
 * pictures are allowed; `frame-src` keeps that frame from going anywhere.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: https:",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The inbox page at `/` and its files beside it, read once. */
export async function addPageRoutes(http: FastifyInstance): Promise<void> {
  for (const name of names) {
    const content = await readFile(new URL(name, publicFolder));
    const type = types[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
    http.get(name === 'index.html' ? '/' : `/${name}`, (_request, reply) =>
      reply.type(type).header('content-security-policy', contentSecurityPolicy).send(content),
    );
  }
}
