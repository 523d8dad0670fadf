/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.sample;

import java.util.List;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** Leads users to the first page they may see, and tells pages who is looking. */
@Controller
class HomeController {

	@GetMapping("/")
	String home(Authentication user) {
		List<Page> pages = Page.of(user);
		if (pages.isEmpty()) {
			throw new AccessDeniedException("None of the pages is for this user");
		}
		return "redirect:" + pages.get(0).path();
	}

	@GetMapping("/api/me")
	@ResponseBody
	Me me(Authentication user) {
		return new Me(user.getName(), Page.holdsAny(user, Page.CHAT.authorities()),
				Page.holdsAny(user, "TACIT_REASONING"),
				Page.of(user).stream().map((page) -> new Link(page.title(), page.path())).toList());
	}

	/**
	 * Who is looking.
	 *
	 * @param name name of the user
	 * @param chat whether the user may chat
	 * @param reasoning whether the user sees reasoning traces
	 * @param pages pages the user may see
	 */
	record Me(String name, boolean chat, boolean reasoning, List<Link> pages) {
	}

	/**
	 * A page in the navigation.
	 *
	 * @param title its title
	 * @param path its path
	 */
	record Link(String title, String path) {
	}

}
