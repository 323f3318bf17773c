// Configuration: read once at the start, typed and bounded, all problems told together.
export { ConfigError, type Address, Environment, parseAddress, readConfig } from './environment.ts';
export {
  type ClientTlsConfig,
  type NatsConfig,
  type Peers,
  readNatsConfig,
  readServiceConfig,
  type ServiceConfig,
  type TlsConfig,
} from './service-config.ts';
