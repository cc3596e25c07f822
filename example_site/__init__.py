"""An ordinary regional website that existed before and has now embedded rkres-wagtail.

The institution is invented. Nothing here is part of the distributed package.
"""
