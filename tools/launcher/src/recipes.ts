/** The recipe of each kind of component. */
import type { Recipe } from './site.ts';
import { serviceRecipe } from './services/service.ts';
import { elasticRecipe } from './stores/elastic.ts';
import { mysqlRecipe } from './stores/mysql/server.ts';
import { natsRecipe } from './stores/nats.ts';
import { redisRecipe } from './stores/redis.ts';
import type { Component } from './topology.ts';

/** The methods of a recipe are told the component that the recipe was chosen by. */
export function recipeOf(component: Component): Recipe<Component> {
  switch (component.kind) {
    case 'elasticsearch':
      return elasticRecipe;
    case 'redis':
      return redisRecipe;
    case 'mysql':
      return mysqlRecipe;
    case 'nats':
      return natsRecipe;
    case 'gateway':
    case 'member-query':
    case 'member-write':
    case 'sync-worker':
    case 'flow-control':
      return serviceRecipe;
  }
}
