/**
 * Which request may pass to Ollama, and how its bytes flow. Start with {@link org.corral.proxy.OllamaProxyServlet}: from
 * there a request goes through {@code Route} and {@code HeaderPolicy} into one {@code ProxyExchange}, which owns it to the
 * end.
 */
@NullMarked
package org.corral.proxy;

import org.jspecify.annotations.NullMarked;
