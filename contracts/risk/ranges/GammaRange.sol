// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IGammaLimit} from "../../interfaces/IGammaLimit.sol";
import {within} from "./Range.sol";

/// @title Hard ranges of the terms of short gamma
/// @dev At a ratio of 0.25 the vol that the market shows is a third above what it would be.
library GammaRange {
    function check(IGammaLimit.Terms memory terms) internal pure {
        within("depth", terms.depth, 1_000e18, 1e30);
        within("maxRatio", terms.maxRatio, 0.01e18, 0.25e18);
    }
}
