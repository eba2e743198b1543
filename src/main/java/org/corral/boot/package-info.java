/**
 * Gives CDI and Jakarta Security to servers that have none (Tomcat, Jetty), from the jars in {@code WEB-INF/standalone}.
 * On a server that has them nothing here does anything.
 */
@NullMarked
package org.corral.boot;

import org.jspecify.annotations.NullMarked;
