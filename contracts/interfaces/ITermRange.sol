// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title Terms that a vote sets within ranges fixed in the code
interface ITermRange {
    /// @notice A term was set outside its range.
    error TermOutOfRange(bytes32 key, uint256 value, uint256 min, uint256 max);
}
