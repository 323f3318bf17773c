import { describe, expect, it } from '@jest/globals';

import { clustersFor, parseRoute, USUAL_ROUTE } from './index-route.ts';

describe('the route of a traffic', () => {
  it('begins with the cluster that serves it, and orders have a second one', () => {
    expect(clustersFor(USUAL_ROUTE, 'order')).toEqual(['order-a', 'order-b']);
    expect(clustersFor({ ...USUAL_ROUTE, order: 'order-b' }, 'order')).toEqual([
      'order-b',
      'order-a',
    ]);
  });

  it('of marketing never leads on to a cluster of orders', () => {
    expect(clustersFor(USUAL_ROUTE, 'marketing')).toEqual(['marketing']);
    expect(clustersFor({ ...USUAL_ROUTE, marketing: 'order-b' }, 'marketing')).toEqual(['order-b']);
    expect(clustersFor({ ...USUAL_ROUTE, marketing: undefined }, 'marketing')).toEqual([]);
  });

  it('is read as it is stored, and nothing else is taken for one', () => {
    expect(parseRoute({ order: 'order-b' })).toEqual({ order: 'order-b', marketing: undefined });
    expect(parseRoute({ order: 'order-a', marketing: 'order-b' })).toEqual({
      order: 'order-a',
      marketing: 'order-b',
    });
    for (const wrong of [undefined, null, 'order-a', {}, { order: 'marketing' }]) {
      expect(parseRoute(wrong)).toBeUndefined();
    }
  });
});
