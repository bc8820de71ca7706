# SPDX-License-Identifier: Apache-2.0
"""What every call of tadpole raises when it was given something that it cannot work with."""


class TadpoleError(ValueError):
    """One sentence: what was found, what was expected, what to do."""
