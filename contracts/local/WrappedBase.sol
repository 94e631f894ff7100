// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {WETH} from "solady/tokens/WETH.sol";

/// @title Wrapped native coin for local networks, the base of their markets
contract WrappedBase is WETH {}
