/**
 * Everything at once and for long, against a real Tomcat: what a short test can't see is whether something is left over. The
 * profile {@code soak} runs it.
 */
@NullMarked
package org.corral.soak;

import org.jspecify.annotations.NullMarked;
