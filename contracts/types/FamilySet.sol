// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice A set of gateway families, one bit each (0 to 255).
type FamilySet is uint256;

using {has, add, count} for FamilySet global;

function has(FamilySet set, uint8 family) pure returns (bool) {
    return (FamilySet.unwrap(set) >> family) & 1 == 1;
}

function add(FamilySet set, uint8 family) pure returns (FamilySet) {
    return FamilySet.wrap(FamilySet.unwrap(set) | (1 << family));
}

/// @notice How many families the set holds.
function count(FamilySet set) pure returns (uint256 n) {
    for (uint256 bits = FamilySet.unwrap(set); bits != 0; bits &= bits - 1) {
        n++;
    }
}
