// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

/// @title The vote
/// @notice A fixed supply, handed out once. Weight counts after delegation, to oneself or another, at the past second in which
/// a proposal's vote begins (ERC-6372, mode=timestamp): tokens borrowed later weigh nothing. It cannot be upgraded.
contract GimbalToken is ERC20, ERC20Permit, ERC20Votes {
    /// @param amount 18 decimals
    struct Grant {
        address to;
        uint256 amount;
    }

    constructor(Grant[] memory grants) ERC20("Gimbal", "GMBL") ERC20Permit("Gimbal") {
        for (uint256 i; i < grants.length; i++) {
            _mint(grants[i].to, grants[i].amount);
        }
    }

    function clock() public view override returns (uint48) {
        return uint48(block.timestamp);
    }

    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _update(address from, address to, uint256 amount) internal override(ERC20, ERC20Votes) {
        super._update(from, to, amount);
    }
}
