// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice Six decimals and a list of recipients it refuses, as the large dollar tokens have.
contract QuoteToken is ERC20("USD", "USD") {
    error Refused(address to);

    mapping(address => bool) public refused;

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function refuse(address to, bool yes) external {
        refused[to] = yes;
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (refused[to]) revert Refused(to);
        super._update(from, to, amount);
    }
}
