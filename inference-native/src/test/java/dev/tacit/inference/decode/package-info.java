/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

/** The scheduler over the demo model: company, caches, drafts and cancels. */
package dev.tacit.inference.decode;
