/**
 * The pages for people, and the files that they are made of: read once at start, kept in memory also compressed, and served
 * under addresses that change with their content. What the pages show they fetch themselves, as any other client would.
 */
@NullMarked
package org.corral.page;

import org.jspecify.annotations.NullMarked;
