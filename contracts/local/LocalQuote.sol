// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A six-decimal quote token for local networks, minted once
contract LocalQuote is ERC20, Ownable {
    error GenesisDone();
    error LengthMismatch(uint256 accounts, uint256 amounts);

    constructor(address owner_, string memory name_, string memory symbol_)
        ERC20(name_, symbol_)
        Ownable(owner_)
    {}

    /// @notice Mints the whole supply, native units; never again. Owner.
    function genesis(address[] calldata accounts, uint256[] calldata amounts) external onlyOwner {
        if (totalSupply() != 0) revert GenesisDone();
        if (accounts.length != amounts.length) revert LengthMismatch(accounts.length, amounts.length);
        for (uint256 i; i < accounts.length; i++) {
            _mint(accounts[i], amounts[i]);
        }
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
