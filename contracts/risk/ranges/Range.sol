// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IRiskParameters} from "../../interfaces/IRiskParameters.sol";

/// @notice A hard range: what no vote may leave.
function within(bytes32 key, uint256 value, uint256 min, uint256 max) pure {
    if (value < min || value > max) revert IRiskParameters.OutOfRange(key, value, min, max);
}

/// @notice A rule between two fields: `left` must not exceed `right`.
function ordered(bytes32 rule, uint256 left, uint256 right) pure {
    if (left > right) revert IRiskParameters.CrossRule(rule, left, right);
}
