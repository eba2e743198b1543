/**
 * HTTP/1.1 towards one server, for a proxy: few threads, many connections, bytes handed on as they come. Nothing is invented
 * in a head and nothing doubtful is accepted in a response (RFC 9112); which server gets which request is decided elsewhere.
 */
@NullMarked
package org.corral.upstream;

import org.jspecify.annotations.NullMarked;
