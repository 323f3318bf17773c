// The life of a service process, the same for every service.
export { type HttpDoorOptions, openHttpDoor } from './http-door.ts';
export {
  type Composition,
  type Ground,
  runService,
  type ServiceDescription,
} from './run-service.ts';
