/**
 * Gives CDI and Jakarta Security to servers that have none (Tomcat, Jetty), from the jars in {@code WEB-INF/standalone}.
 * On a server that has them, this package does nothing.
 */
@NullMarked
package org.corral.boot;

import org.jspecify.annotations.NullMarked;
