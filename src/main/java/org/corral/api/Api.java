package org.corral.api;

/** One part of the API, which one servlet answers. */
interface Api {
    Routes routes();
}
