/** Several servers on one database behind HAProxy, while people and programs use them. */
@NullMarked
package org.corral.nodes;

import org.jspecify.annotations.NullMarked;
