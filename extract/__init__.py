"""What is on the page, and where: file -> Document -> Section* -> Mention*."""
