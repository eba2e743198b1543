/** The HTTP/1.1 client against bytes cut at every place, and against real sockets. */
@NullMarked
package org.corral.upstream;

import org.jspecify.annotations.NullMarked;
