// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {LocalGateway} from "gimbal/crosschain/gateways/LocalGateway.sol";

/// @title A LocalGateway whose operator asks a fee for each message, as most bridges do
/// @notice It keeps whatever it is given beyond the fee: ERC-7786 names nobody to whom it could go back.
contract LocalPaidGateway is LocalGateway {
    address payable public immutable operator;
    uint256 public fee;

    error FeeUnpaid(uint256 fee, uint256 value);
    error NotOperator(address caller);

    event FeeSet(uint256 fee);

    constructor(
        address authority,
        uint64 chain_,
        address[] memory attesters_,
        uint8 threshold,
        address payable operator_,
        uint256 fee_
    ) LocalGateway(authority, chain_, attesters_, threshold) {
        operator = operator_;
        _setFee(fee_);
    }

    function setFee(uint256 next) external {
        if (msg.sender != operator) revert NotOperator(msg.sender);
        _setFee(next);
    }

    function _take(uint256 value) internal override {
        if (value < fee) revert FeeUnpaid(fee, value);
        Address.sendValue(operator, value);
    }

    function _setFee(uint256 next) private {
        fee = next;
        emit FeeSet(next);
    }
}
