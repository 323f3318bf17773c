// Real stores and whole meshes for tests, with faults by name.
export { startStores, type StoreOptions, type Stores } from './stores.ts';
export { describeOnEachDatabase } from './databases.ts';
export { startMesh, type MeshTestOptions, type Part, type TestMesh } from './mesh.ts';
export type { TestProcess } from './test-processes.ts';
export type { ComponentHandle } from './component-handle.ts';
export { type Bound } from './bounds/bound.ts';
export { FIELD_BOUNDS } from './bounds/field-bounds.ts';
export { BASE_REQUESTS } from './bounds/base-requests.ts';
export { type RequestCase, requestCases } from './bounds/request-cases.ts';
export { caseRows, unnamedFields } from './bounds/case-tables.ts';
export { freePorts } from './ports.ts';
export { until } from './until.ts';
