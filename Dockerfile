# One image for all services and the playground; the command chooses: node apps/<name>/dist/main.js

# What npm installs from, alone: packages are installed again only when it changes.
FROM node:20-slim AS manifests
WORKDIR /clarion
COPY . .
RUN mkdir /manifests && cp --parents package.json package-lock.json .npmrc */package.json */*/package.json /manifests

FROM node:20-slim AS build
WORKDIR /clarion
COPY --from=manifests /manifests ./
RUN npm ci --ignore-scripts
COPY . .
RUN node_modules/.bin/tsc --build apps/*
RUN mkdir /built && cp -r --parents apps/*/dist libs/*/dist apps/playground/public deploy /built && rm -r /built/libs/testing

# A folder that is not there is not installed: what only tests and local tools need stays out.
FROM node:20-slim AS packages
WORKDIR /clarion
COPY --from=manifests /manifests ./
RUN rm -r bench e2e tools libs/testing && npm ci --omit=dev --ignore-scripts

FROM node:20-slim
ENV NODE_ENV=production
WORKDIR /clarion
COPY --from=packages /clarion ./
COPY --from=build /built ./
USER node
