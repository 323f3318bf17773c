# One image for the five services; docker-compose.yml chooses which one a container runs.
FROM node:24.21.0-slim AS build

WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY libs ./libs
COPY services ./services
COPY protos ./protos
# The workspaces of the lock file, as manifests only: none of their code runs here.
COPY tools/launcher/package.json ./tools/launcher/
COPY tools/meshctl/package.json ./tools/meshctl/
COPY tools/protogen/package.json ./tools/protogen/
COPY test/harness/package.json ./test/harness/
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
# A service runs as whoever owns its secrets; a clone may be readable by nobody else.
RUN chmod -R a+rX .

FROM node:24.21.0-slim

ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app ./

USER node
ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning"]
CMD ["services/gateway/src/main.ts"]
