// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @notice Native token units to 18-decimal fixed point. Tokens have at most 18 decimals.
function toWad(uint256 amount, uint8 decimals) pure returns (uint256) {
    return amount * 10 ** (18 - decimals);
}

/// @notice 18-decimal fixed point to native units, rounded down.
function toNativeDown(uint256 wad, uint8 decimals) pure returns (uint256) {
    return wad / 10 ** (18 - decimals);
}

/// @notice 18-decimal fixed point to native units, rounded up.
function toNativeUp(uint256 wad, uint8 decimals) pure returns (uint256) {
    uint256 unit = 10 ** (18 - decimals);
    return (wad + unit - 1) / unit;
}

/// @notice Signed native token units to 18-decimal fixed point.
function signedToWad(int256 amount, uint8 decimals) pure returns (int256) {
    return amount * int256(10 ** (18 - decimals));
}
